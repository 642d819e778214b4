// The vendor's two clients log in, make a room, invite, post, upload, export to a file and by mail, and fetch the file.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// its files are CommonJS, and what it depends on only for types cannot be loaded by Node at all
const { RestClient } = require('@rocket.chat/api-client');
const { default: SdkApi } = require('@rocket.chat/sdk/lib/api/RocketChat.js');

const { ORIGIN, USER, PASSWORD, OTHER, LINK } = process.env;
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function check(what, holds) {
  if (!holds) throw new Error(`${what} does not hold`);
  console.log(what);
}

async function refused(what, promise) {
  try {
    await promise;
  } catch (answer) {
    const body = await answer.json();
    console.log(`${what}: ${answer.status} ${body.error}`);
    return;
  }
  throw new Error(`${what} was not refused`);
}

async function loggedIn() {
  const client = new RestClient({ baseUrl: ORIGIN });
  const { data } = await client.post('/v1/login', { user: USER, password: PASSWORD });
  client.setCredentials({ 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken });
  return { client, data };
}

async function upload(client, rid) {
  const form = new FormData();
  form.append('file', new File([Buffer.from(PICTURE, 'base64')], 'dot.png', { type: 'image/png' }));
  const { file } = await client.post(`/v1/rooms.media/${rid}`, form);
  const { message } = await client.post(`/v1/rooms.mediaConfirm/${rid}/${file._id}`, { msg: 'a dot' });
  return message;
}

async function withApiClient() {
  const { client, data } = await loggedIn();
  const me = await client.get('/v1/me');
  check('api-client: logged in', me._id === data.userId && me.username === USER);
  const { channel } = await client.post('/v1/channels.create', { name: `story-${Date.now()}` });
  check('api-client: room made', channel.t === 'c' && channel.msgs === 0);
  const invited = await client.post('/v1/channels.invite', { roomId: channel._id, username: OTHER });
  check('api-client: invited', invited.channel.usersCount === 2);
  const posted = await client.post('/v1/chat.postMessage', { roomId: channel._id, text: 'hello <b>export</b>' });
  check('api-client: posted', posted.message.msg === 'hello <b>export</b>' && typeof posted.ts === 'number');
  const sent = await upload(client, channel._id);
  check('api-client: uploaded', sent.attachments[0].image_type === 'image/png');
  const bytes = await fetch(ORIGIN + sent.attachments[0].title_link, { headers: client.getCredentialsAsHeaders() });
  check('api-client: file fetched', (await bytes.arrayBuffer()).byteLength === Buffer.from(PICTURE, 'base64').length);
  const rooms = await client.get('/v1/rooms.adminRooms', { types: ['c', 'p'], filter: channel.name });
  check('api-client: arrays in a query', rooms.total === 1 && rooms.rooms[0]._id === channel._id);
  const history = await client.get('/v1/channels.history', { roomId: channel._id, count: 10 });
  check('api-client: history', history.messages.some(m => m._id === posted.message._id));
  check('api-client: export to a file', (await client.post('/v1/rooms.export', {
    rid: channel._id, type: 'file', format: 'html', dateFrom: '2020-01-01', dateTo: '2030-12-31',
  })).success);
  const mailed = await client.post('/v1/rooms.export', {
    rid: channel._id, type: 'email', toUsers: [USER, 'nobody'], toEmails: [], subject: 'smoke', messages: [posted.message._id],
  });
  check('api-client: export by mail', mailed.success && mailed.missing.join() === 'nobody');
  await refused('api-client: no room', client.post('/v1/rooms.export', { rid: 'invalid', type: 'file', format: 'html' }));
  const size = '/v1/settings/Message_MaxAllowedSize';
  await client.post(size, { value: 10 });
  await refused('api-client: too long', client.post('/v1/chat.postMessage', { roomId: channel._id, text: 'eleven char' }));
  await client.post(size, { value: 5000 });
  check('api-client: logged out', (await client.post('/v1/logout', {})).status === 'success');
  await refused('api-client: after log-out', client.get('/v1/me'));
}

async function withSdk() {
  const sdk = new SdkApi({ host: ORIGIN });
  sdk.logger = { debug() {}, error() {} };
  const login = await sdk.login({ user: USER, password: PASSWORD });
  check('sdk: logged in', login.me.username === USER);
  const { group } = await sdk.post('groups.create', { name: `sdk-${Date.now()}`, members: [OTHER] });
  check('sdk: room made', group.t === 'p' && group.usersCount === 2);
  const message = await sdk.sendMessage('hello from the sdk', group._id);
  check('sdk: posted', message.rid === group._id && message.msg === 'hello from the sdk');
  await sdk.setReaction(':+1:', message._id);
  const edited = await sdk.editMessage({ rid: group._id, _id: message._id, msg: 'hello again' });
  check('sdk: edited', edited.message.msg === 'hello again');
  const direct = await sdk.createDirectMessage(OTHER);
  check('sdk: conversation begun', Boolean(direct._id ?? direct.rid));
  const info = await sdk.privateInfo({ roomId: group._id });
  check('sdk: room shown', JSON.stringify(info).includes(group._id));
  const users = await sdk.users.all();
  check('sdk: people listed', users.some(user => user.username === OTHER));
  check('sdk: export to a file', (await sdk.post('rooms.export', { rid: group._id, type: 'file', format: 'html' })).success);
  check('sdk: export by mail', (await sdk.post('rooms.export', {
    rid: group._id, type: 'email', toEmails: ['story@example.org'], toUsers: [], subject: 'sdk', messages: [message._id],
  })).missing.length === 0);
  await sdk.post('groups.delete', { roomId: group._id });
  check('sdk: logged out', (await sdk.logout()).status === 'success');
}

/** The link of the mail, with the credentials of whoever ordered, and of nobody. */
async function download() {
  const { client } = await loggedIn();
  const answer = await fetch(LINK, { headers: client.getCredentialsAsHeaders() });
  const zip = Buffer.from(await answer.arrayBuffer());
  check('download: a zip', answer.status === 200 && zip.subarray(0, 2).toString() === 'PK');
  check('download: with the page', zip.includes('.html') && zip.includes('assets/'));
  const stranger = await fetch(LINK);
  check('download: for nobody else', stranger.status === 403);
}

if (LINK) {
  await download();
} else {
  await withApiClient();
  await withSdk();
}
