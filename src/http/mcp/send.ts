/** One call of /v1, as a tool makes it. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  grant?: string;
  key?: string;
  body?: unknown;
}

/** What /v1 answered: what the call gives back, or a problem (RFC 9457) in words. */
export type Answered = { ok: true; body: Record<string, unknown> } | { ok: false; problem: string };

export type Send = (call: Call) => Promise<Answered>;

/** Calls /v1 through `fetch`, in this process or another: MCP has no way around any check that HTTP has. */
export function sendThrough(fetch: (path: string, init: RequestInit) => Response | Promise<Response>, secret: string): Send {
  return async ({ method, path, grant, key, body }) => {
    const response = await fetch(path, {
      method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${secret}`,
        ...(grant === undefined ? {} : { 'countersign-grant': grant }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = await json(response);
    if (said === null)
      return { ok: false, problem: `FAILED: The address answered with status ${response.status} and no JSON. Is it Countersign’s?` };
    return response.ok ? { ok: true, body: said } : { ok: false, problem: inWords(said) };
  };
}

async function json(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const said = (await response.json()) as unknown;
    return typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function inWords({ code, title, detail }: Record<string, unknown>): string {
  return `${String(code)}: ${String(title)}. ${String(detail)}`;
}
