// The playground's page: the people's API made visible. Whatever somebody wrote is put in as text, never as markup.
// Plain JavaScript as browsers run it, without types, so the rules about types have nothing to hold on to.
/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return, typescript/no-misused-promises */

const api = '/playground/api';
const byId = (id) => document.getElementById(id);
const state = { person: null, channel: null, thread: null, view: null, source: null };

async function start() {
  const { people } = await get('/world');
  for (const { id, name, handle, organisation } of people) {
    const option = element('option', '', `${name} (@${handle}${organisation === 'Acme' ? '' : `, ${organisation}`})`);
    option.value = id;
    byId('person').append(option);
  }
  const wished = new URLSearchParams(location.hash.slice(1)).get('person');
  const known = people.some((one) => one.id === wished);
  byId('person').value = known ? wished : people[0].id;
  byId('person').addEventListener('change', () => become(byId('person').value));
  byId('say').addEventListener('submit', (event) => say(event, byId('text'), state.channel, state.thread));
  byId('say-direct').addEventListener('submit', (event) => say(event, byId('direct-text'), 'direct', null));
  byId('leave-thread').addEventListener('click', () => answerIn(null));
  for (const id of ['text', 'direct-text']) byId(id).addEventListener('keydown', sendOnEnter);
  await become(byId('person').value);
}

/** Everything is read anew for another person, and the old one's stream is closed first. */
async function become(person) {
  state.source?.close();
  Object.assign(state, { person, view: null });
  byId('dialog').close('cancel');
  answerIn(null);
  show({ channels: [], direct: [] });
  location.hash = new URLSearchParams({ person }).toString();
  await refresh();
  const source = new EventSource(`${api}/events?person=${encodeURIComponent(person)}`);
  state.source = source;
  for (const event of ['hello', 'changed', 'removed', 'world']) source.addEventListener(event, refresh);
}

let refreshing = null;
let again = false;

/** One reading at a time; what happens meanwhile causes one more. */
async function refresh() {
  again = true;
  refreshing ??= (async () => {
    while (again) {
      again = false;
      const { person } = state;
      const view = await get(`/view?person=${encodeURIComponent(person)}`).catch(tell);
      if (view && person === state.person) show(view);
    }
    refreshing = null;
  })();
  await refreshing;
}

function show(view) {
  state.view = view;
  if (view.channels.length > 0 && !view.channels.some((channel) => channel.id === state.channel)) state.channel = view.channels[0].id;
  const channel = view.channels.find((one) => one.id === state.channel);
  const focused = document.activeElement?.dataset?.key;
  byId('channels').replaceChildren(...view.channels.map(channelItem));
  byId('channel-name').textContent = channel ? `#${channel.name}` : 'No channel';
  byId('audience').textContent = channel?.audience ?? '';
  fill(byId('messages'), threaded(channel?.messages ?? []));
  fill(byId('direct'), view.direct);
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Each message with its thread below it. */
function threaded(messages) {
  const roots = messages.filter((message) => message.thread === null);
  return roots.flatMap((root) => [root, ...messages.filter((message) => message.thread === root.id)]);
}

/** Stays at the end if it stood there, and where it was if somebody reads further up. */
function fill(list, messages) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.replaceChildren(...messages.map((message) => messageItem(message, list.id === 'direct')));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function channelItem({ id, name }) {
  const button = element('button', '', `# ${name}`);
  button.dataset.key = id;
  if (id === state.channel) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', () => {
    state.channel = id;
    answerIn(null);
    show(state.view);
    byId('messages').scrollTop = byId('messages').scrollHeight;
  });
  return element('li', '', button);
}

function messageItem(message, isDirect) {
  const { id, from, name, at, kind, thread, actions } = message;
  const time = element('time', 'when', new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  time.dateTime = at;
  const item = element('li', `${kind} ${from === 'bot' ? 'from-bot' : ''} ${thread === null ? '' : 'in-thread'}`);
  item.append(element('span', 'who', name), time, ...(message.parts ? cardContent(message) : [element('p', 'text', message.text)]));
  const row = element('div', 'actions', ...actions.map((action) => actionButton(message, action)));
  if (!isDirect && thread === null) row.append(threadButton(id, name));
  if (row.childElementCount > 0) item.append(row);
  return item;
}

function cardContent({ title, parts }) {
  return [element('p', 'title', title), ...parts.map(partContent)];
}

function partContent(part) {
  switch (part.kind) {
    case 'question':
      return element('p', 'question', `${part.lead} `, element('q', '', part.text));
    case 'answer':
      return element('pre', 'answer', part.preview);
    case 'difference': {
      const changes = part.parts.map(({ kind, text }) => {
        if (kind === 'same') return text;
        return element(kind === 'removed' ? 'del' : 'ins', '', element('span', 'hidden', `${kind}: `), text);
      });
      return element('div', '', element('p', 'question', part.lead), element('pre', 'answer', ...changes));
    }
    default:
      return element('p', 'text', part.text);
  }
}

function threadButton(id, name) {
  const button = element('button', 'quiet', 'Reply in thread');
  button.dataset.key = `thread ${id}`;
  button.addEventListener('click', () => answerIn({ id, name }));
  return button;
}

function answerIn(root) {
  state.thread = root?.id ?? null;
  byId('thread-note').hidden = root === null;
  byId('thread-note').firstElementChild.textContent = root ? `In the thread of ${root.name}’s message.` : '';
  if (root) byId('text').focus();
}

function actionButton(message, action) {
  const { person } = state;
  const button = element('button', action.tone ?? '', action.label);
  button.dataset.key = `${message.id} ${action.id}`;
  button.addEventListener('click', async () => {
    const given = await questionFor(action);
    if (given === null) return;
    button.disabled = true;
    const click = { person, message: message.id, action: action.id, text: given.text };
    const answer = await post('/click', click).catch(tell);
    button.disabled = false;
    if (answer?.message) note(answer.message);
    await refresh();
  });
  return button;
}

/** Null when the person changed their mind. */
function questionFor({ label, confirm, input }) {
  if (!confirm && !input) return Promise.resolve({ text: null });
  const dialog = byId('dialog');
  byId('dialog-text').textContent = confirm?.text ?? '';
  byId('dialog-text').hidden = !confirm;
  byId('dialog-label').hidden = !input;
  byId('dialog-label').firstElementChild.textContent = input?.label ?? '';
  byId('dialog-input').value = input?.initial ?? '';
  byId('dialog-input').maxLength = input?.maxCharacters ?? 8000;
  byId('dialog-ok').textContent = confirm?.ok ?? label;
  byId('dialog-cancel').textContent = confirm?.cancel ?? 'Not yet';
  dialog.returnValue = 'cancel';
  dialog.showModal();
  if (input) byId('dialog-input').focus();
  return new Promise((resolve) => {
    const end = () => resolve(dialog.returnValue === 'ok' ? { text: input ? byId('dialog-input').value : null } : null);
    dialog.addEventListener('close', end, { once: true });
  });
}

async function say(event, box, channel, thread) {
  event.preventDefault();
  if (box.value.trim() === '') return;
  const said = await post('/say', { person: state.person, channel, thread, text: box.value }).catch(tell);
  if (said) box.value = '';
  const list = byId(channel === 'direct' ? 'direct' : 'messages');
  await refresh();
  if (said && thread === null) list.scrollTop = list.scrollHeight;
}

function sendOnEnter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

async function get(path) {
  return answered(await fetch(api + path));
}

async function post(path, body) {
  return answered(await fetch(api + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}

async function answered(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  return body;
}

function tell(error) {
  note(error.message);
}

let noteTimer;

function note(text) {
  clearTimeout(noteTimer);
  byId('note').textContent = text;
  noteTimer = setTimeout(() => (byId('note').textContent = ''), 12_000);
}

/** Strings among the children become text, never markup. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

await start();
