import { request } from 'node:http';

export interface RawAnswer {
  status: number;
  text: string;
}

/** As `fetch` cannot: with any header, `Host` and `Origin` among them. */
export function rawRequest(method: string, url: string, headers: Record<string, string> = {}, body = ''): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}
