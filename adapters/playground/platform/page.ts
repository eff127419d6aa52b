import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Env } from './guard.ts';

/** The page: a shell, one module and one style sheet. All that people wrote is put in by the module, as text. */
export function page(): Hono<Env> {
  const app = new Hono<Env>();
  const script = readFileSync(new URL('page.js', import.meta.url), 'utf8');
  const style = readFileSync(new URL('page.css', import.meta.url), 'utf8');
  app.get('/', (c) => c.html(shell()));
  app.get('/playground/page.js', (c) =>
    c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
  );
  app.get('/playground/page.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }));
  return app;
}

function shell() {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Acme chat – Countersign playground</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/playground/page.css" />
        <script type="module" src="/playground/page.js"></script>
      </head>
      <body>
        <header class="top">
          <h1>Acme chat</h1>
          <p class="warning">A playground on this computer: anyone can be anyone here. Write nothing secret.</p>
          <label
            >You are
            <select id="person"></select
          ></label>
        </header>
        <nav class="channels" aria-label="Channels"><ul id="channels"></ul></nav>
        <main class="column" aria-labelledby="channel-name">
          <header>
            <h2 id="channel-name">…</h2>
            <p id="audience" class="audience"></p>
          </header>
          <ol id="messages" class="messages" aria-live="polite"></ol>
          <form id="say" class="say">
            <p id="thread-note" class="thread-note" hidden>
              <span></span> <button type="button" id="leave-thread" class="quiet">Leave the thread</button>
            </p>
            <label class="hidden" for="text">Message to the channel</label>
            <textarea id="text" rows="2" maxlength="8000" placeholder="@handbook how do I …"></textarea>
            <button type="submit">Send to channel</button>
          </form>
        </main>
        <section class="column private" aria-labelledby="direct-name">
          <header>
            <h2 id="direct-name">Countersign</h2>
            <p class="audience" id="direct-audience">Your private place: nobody else sees this column.</p>
          </header>
          <ol id="direct" class="messages" aria-live="polite"></ol>
          <form id="say-direct" class="say">
            <label class="hidden" for="direct-text">Message to Countersign, seen by nobody else</label>
            <textarea id="direct-text" rows="2" maxlength="8000" placeholder="Ask privately, or /countersign help"></textarea>
            <button type="submit">Send privately</button>
          </form>
        </section>
        <p id="note" class="note" role="status"></p>
        <dialog id="dialog" aria-labelledby="dialog-text">
          <form method="dialog" id="dialog-form">
            <p id="dialog-text"></p>
            <label id="dialog-label"><span></span><textarea id="dialog-input" rows="10"></textarea></label>
            <div class="actions">
              <button id="dialog-ok" value="ok"></button> <button id="dialog-cancel" value="cancel" class="quiet" formnovalidate></button>
            </div>
          </form>
        </dialog>
        <noscript>The playground needs JavaScript.</noscript>
      </body>
    </html>`;
}
