// The Temporal UI as operators open it with `npm start`.
import { createServer, request as ask } from 'node:http';

const SETTINGS = '/api/v1/settings';
const BAD_GATEWAY = 502;

/**
 * Opens a front before the UI of the development server, which cannot be told to send the operator's cookie along when it
 * has payloads decoded, nor what to say to somebody who is not signed in: both are put into the settings that it hands to
 * the browser, and all else is passed on. Other names of this machine are sent to `host`: cookies and the codec's check
 * of the origin know one only.
 */
export async function openTemporalUi({ behind, host, port, signIn }) {
  const { hostname, port: behindPort } = new URL(behind);
  const onward = (request, headers, answered) => {
    const { method, url: path } = request;
    return ask({ hostname, port: behindPort, method, path, headers }, answered);
  };
  const server = createServer((request, response) => {
    if (request.headers.host !== `${host}:${port}`)
      return redirect(response, `http://${host}:${port}`, request.url);
    const isSettings = request.url.split('?')[0] === SETTINGS;
    const headers = isSettings ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers;
    const passed = onward(request, headers, (answer) =>
      isSettings ? completeSettings(answer, response, signIn) : pass(answer, response),
    );
    passed.on('error', () =>
      response.headersSent ? response.destroy() : response.writeHead(BAD_GATEWAY).end(),
    );
    response.once('close', () => passed.destroy());
    request.pipe(passed);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host}:${port}`, close };
}

function redirect(response, origin, path) {
  response.writeHead(307, { location: path.startsWith('/') ? `${origin}${path}` : origin }).end();
}

function pass(answer, response) {
  response.writeHead(answer.statusCode, answer.headers);
  answer.pipe(response);
}

async function completeSettings(answer, response, signIn) {
  try {
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk;
    const settings = JSON.parse(text);
    settings.Codec = {
      ...settings.Codec,
      IncludeCredentials: true,
      DefaultErrorMessage: 'Payloads are sealed: sign in as an operator of the platform to read them',
      DefaultErrorLink: signIn,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(settings));
  } catch {
    response.writeHead(BAD_GATEWAY).end(); // the server behind is going down
  }
}
