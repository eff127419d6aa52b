import { readdirSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Env } from './guard.ts';
import { icons } from './icons.ts';

const FOLDER = new URL('page/', import.meta.url);
/** In this order: a later sheet may say otherwise than an earlier one. */
const STYLES = ['shell', 'half', 'messages', 'controls', 'corner', 'narrow', 'low'];
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/**
 * The page: a shell, one style sheet, and modules, as they lie in `page/`. All that people wrote is put in by the modules, as text.
 * @param options.hasConsole Countersign answers under `/console` on this address
 */
export function page({ hasConsole }: { hasConsole: boolean }): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/', (c) => c.html(shell(hasConsole)));
  for (const name of readdirSync(FOLDER)) {
    if (name.endsWith('.js')) serve(`/playground/page/${name}`, read(name), JAVASCRIPT);
  }
  serve('/playground/page.css', STYLES.map((name) => read(`${name}.css`)).join('\n'), 'text/css; charset=utf-8');
  return app;

  function serve(path: string, content: string, type: string): void {
    app.get(path, (c) => c.body(content, 200, { 'content-type': type, 'cache-control': 'no-cache' }));
  }
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

function icon(name: string) {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}

function shell(hasConsole: boolean) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Countersign playground</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/playground/page.css" />
        <script type="module" src="/playground/page/main.js"></script>
      </head>
      <body data-console="${hasConsole ? 'yes' : 'no'}">
        ${icons()}
        <header class="top">
          <h1>${icon('mark')} Countersign <span class="where">playground</span></h1>
          <div class="about">
            <p class="pitch">What an AI answers is private to whoever asked, until people approve exactly that post.</p>
            <p class="warning"><span>Acme is made up.</span> Anyone here can be anyone: write nothing secret.</p>
          </div>
          <div class="tools">
            <button type="button" id="show-around" class="quiet" hidden>${icon('steps')} First steps</button>
            <button type="button" id="beside" class="quiet" aria-pressed="true">${icon('people')} Two people</button>
            <button type="button" id="open-corner" class="quiet" aria-expanded="false" aria-controls="corner">
              ${icon('operator')} Operator’s corner
            </button>
          </div>
        </header>
        <section id="stopped" class="stopped" aria-label="Kill switch, for everybody" hidden><p></p></section>
        <section id="guide" class="guide" aria-label="First steps" hidden></section>
        <p id="trouble" class="trouble" role="alert"></p>
        <main class="halves">
          <section id="first" class="pane"></section>
          <section id="second" class="pane" hidden></section>
        </main>
        ${corner()}
        <div id="announcements" class="hidden" role="log" aria-live="polite" aria-label="What is new"></div>
        ${paneTemplate()}
        <dialog id="dialog" aria-labelledby="dialog-title" aria-describedby="dialog-as dialog-text">
          <form method="dialog">
            <p id="dialog-as" class="faint"></p>
            <h2 id="dialog-title"></h2>
            <p id="dialog-text"></p>
            <textarea id="dialog-input" aria-describedby="dialog-count"></textarea>
            <p id="dialog-count" class="too-long"></p>
            <div class="actions">
              <button id="dialog-ok" class="primary" value="ok"></button>
              <button id="dialog-cancel" class="plain" value="cancel" formnovalidate></button>
            </div>
          </form>
          <div id="dialog-announcements" class="hidden" role="log" aria-live="polite" aria-label="What is new meanwhile"></div>
        </dialog>
        <noscript>The playground needs JavaScript.</noscript>
      </body>
    </html>`;
}

/** What one person has: the channels on the left or above, the channel, and below it what nobody else sees. */
function paneTemplate() {
  return html`<template id="pane"
    ><div class="half">
      <header class="pane-head">
        <h2 class="hidden">What <span class="me"></span> sees</h2>
        <span class="avatar" aria-hidden="true"></span>
        <label class="i-am"
          ><span>You are</span>
          <select class="person"></select
        ></label>
        <p class="lost" hidden>The connection is lost. Trying again…</p>
        <div class="tabs" role="group" aria-label="Show">
          <button type="button" class="tab" data-area="public" aria-pressed="true">Channel</button>
          <button type="button" class="tab" data-area="private" aria-pressed="false">Private</button>
        </div>
      </header>
      <nav class="rail">
        <button type="button" class="pick quiet" aria-expanded="false">#</button>
        <ul class="channels"></ul>
      </nav>
      <div class="areas">
        <section class="area public">
          <header>
            <h3 class="name">…</h3>
            <p class="who-reads">${icon('people')} <span class="audience"></span></p>
          </header>
          <div class="scroll" tabindex="0" role="group" aria-label="Messages of the channel"></div>
          <form class="say">
            <p class="thread-note" hidden><span></span> <button type="button" class="leave-thread quiet">Leave the thread</button></p>
            <label
              ><span class="hidden">Message to the channel</span> <textarea rows="1" placeholder="@handbook how do I …"></textarea>
            </label>
            <button type="submit" class="primary">Send<span> to channel</span></button>
          </form>
        </section>
        <section class="area private">
          <header>
            <h3 class="who-reads">${icon('lock')} Only <span class="me"></span> sees this</h3>
            <p class="with">Countersign’s cards. Each says who else has its text.</p>
          </header>
          <div class="scroll" tabindex="0" role="group" aria-label="Private messages"></div>
          <form class="say">
            <label
              ><span class="hidden">Message to Countersign, seen by nobody else</span>
              <textarea rows="1" placeholder="Ask privately"></textarea>
            </label>
            <button type="submit" class="plain">Send<span> privately</span></button>
          </form>
        </section>
      </div>
      <p class="trouble" role="alert"></p></div
  ></template>`;
}

function corner() {
  return html`<aside id="corner" class="corner" aria-labelledby="corner-title" hidden>
    <header>
      <h2 id="corner-title">Operator’s corner</h2>
      <button type="button" id="close-corner" class="quiet">${icon('close')} Close</button>
    </header>
    <p id="corner-told" class="told" role="status"></p>
    <div class="all">
      <div class="of-console" hidden>
        <p class="faint">You act as <span id="acting-as">an operator</span> here.</p>
        <section id="switch" aria-label="Kill switch">
          <h3 id="switch-state">…</h3>
          <ul id="switch-list" class="lines"></ul>
          <form id="stop" class="actions">
            <label
              ><span class="hidden">What to stop</span>
              <select id="stop-scope"></select
            ></label>
            <button type="submit" class="danger">Stop it…</button>
          </form>
        </section>
      </div>
      <section id="corner-faults" aria-labelledby="faults-title">
        <h3 id="faults-title">Make something go wrong</h3>
        <p class="faint">Press one, then let somebody approve a draft, and watch.</p>
        <div class="fault-buttons actions"></div>
        <p class="faint">
          For a post of which nobody knows whether it is there, press two: “Post it, but do not answer” and “Do not say what was posted”. An
          operator then settles it, below.
        </p>
        <ul class="fault-list lines"></ul>
      </section>
      <div class="of-console" hidden>
        <section id="corner-drafts" aria-labelledby="drafts-title">
          <h3 id="drafts-title">Open drafts</h3>
          <p class="faint">Their text stays with those who may see it.</p>
          <ul id="drafts" class="lines"></ul>
          <p id="no-drafts" class="faint">None.</p>
          <p id="more-drafts" class="faint"></p>
          <div id="posted-part" hidden>
            <h4>Posted last</h4>
            <ul id="posted" class="lines"></ul>
          </div>
        </section>
        <section id="corner-log" aria-labelledby="log-title">
          <h3 id="log-title">Log</h3>
          <p id="log-size" class="faint"></p>
          <div class="actions"><button type="button" id="verify" class="plain">Verify</button></div>
          <p id="verdict" class="verdict" role="status"></p>
          <div class="table" tabindex="0" role="group" aria-label="The last entries" hidden>
            <table>
              <thead>
                <tr>
                  <th scope="col">Entry</th>
                  <th scope="col">Time</th>
                  <th scope="col">What happened</th>
                  <th scope="col">Request</th>
                </tr>
              </thead>
              <tbody id="entries"></tbody>
            </table>
          </div>
        </section>
      </div>
      <p id="corner-absent" hidden>
        Countersign runs in another process than this chat. Use its command line there: npm run countersign -- help
      </p>
    </div>
  </aside>`;
}
