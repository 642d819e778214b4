// The official tus client brings a film in, is cut off in the middle, and goes on after the server was started again.
import { readFileSync, createReadStream, writeFileSync, existsSync } from 'node:fs';
import { Upload } from 'tus-js-client';

const { ORIGIN, TOKEN, FILM, PROXY, CUT_FILE, GO_FILE } = process.env;
const film = readFileSync(FILM);
const pause = ms => new Promise(done => setTimeout(done, ms));

function options(more) {
  return {
    endpoint: `${ORIGIN}/ledger/v1/uploads`,
    headers: { Authorization: `Bearer ${TOKEN}` },
    retryDelays: null,
    metadata: { filename: 'film.mp4', filetype: 'video/mp4', title: 'Told by tus', people: 'ben' },
    ...more,
  };
}

function run(input, more) {
  return new Promise(done => {
    const upload = new Upload(input, options({
      ...more,
      onError: error => done({ upload, error }),
      onSuccess: result => done({ upload, response: result?.lastResponse }),
    }));
    upload.start();
  });
}

// in one go, and in pieces
const whole = await run(film, {});
if (whole.error) throw whole.error;
console.log(`whole: ${whole.upload.url.split('/').length > 5}`);
const pieces = await run(film, { chunkSize: 3000, metadata: { filename: 'pieces.mp4' } });
if (pieces.error) throw pieces.error;
console.log('pieces: done');

// through a wire that is cut after some bytes
const broken = await run(film, { endpoint: `${PROXY}/ledger/v1/uploads`, metadata: { filename: 'broken.mp4' } });
if (!broken.error) throw new Error('the wire was not cut');
const path = new URL(broken.upload.url).pathname;
console.log('broken: an error, as it should be');
writeFileSync(CUT_FILE, path);
while (!existsSync(GO_FILE)) await pause(20);

let offset = -1;
const resumed = await run(film, {
  uploadUrl: ORIGIN + path,
  onProgress: sent => { if (offset < 0) offset = sent; },
});
if (resumed.error) throw resumed.error;
console.log(`resumed: ${offset > 0 && offset <= film.length}`);
console.log(`recording: ${resumed.response?.getHeader('Upload-Recording') ?? ''}`);

// what the server refuses comes as an error with a status
const refused = await run(film, { metadata: { filename: 'no-film.exe' } });
console.log(`refused: ${refused.error?.originalResponse?.getStatus()}`);
const stranger = await run(film, { headers: { Authorization: 'Bearer wrong' } });
console.log(`stranger: ${stranger.error?.originalResponse?.getStatus()}`);

// given up by its owner
const begun = await run(createReadStream(FILM), { chunkSize: 3000, uploadSize: film.length })

console.log(`streamed: ${begun.error === undefined}`);
const other = new Upload(film, options({ chunkSize: 3000 }));
const ended = new Promise(done => { other.options.onChunkComplete = () => done(other.abort(true)); });
other.start();
await ended;
const gone = await fetch(other.url ?? whole.upload.url, { method: 'HEAD', headers: { Authorization: `Bearer ${TOKEN}`, 'Tus-Resumable': '1.0.0' } });
console.log(`given up: ${gone.status}`);
