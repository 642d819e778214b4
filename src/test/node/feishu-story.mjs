// The whole story of an exporting customer, told by the vendor's official SDK for Node.
import * as lark from '@larksuiteoapi/node-sdk';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';

const { ORIGIN, STAGE, APP, OTHER, POOR, SHUT, SECRET, ROOT, OUT } = process.env;
const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const client = (appId, appSecret = SECRET) =>
  new lark.Client({ appId, appSecret, domain: ORIGIN, logger: quiet, loggerLevel: lark.LoggerLevel.fatal });
const own = client(APP);

/** What no client does: time passes, jobs run, somebody taps the board beside a door. */
async function stage(what, value = '') {
  const answer = await fetch(`${STAGE}/${what}?value=${value}`, { method: 'POST' });
  assert.equal(answer.status, 200, `${what}: ${await answer.text()}`);
}

/** The data of a success. */
async function data(call) {
  const answer = await call;
  assert.equal(answer.code, 0, JSON.stringify(answer));
  return answer.data;
}

/** How a call was refused: by a promise that is rejected, as for every answer that is not 200. */
async function refusal(call) {
  try {
    await call();
  } catch (e) {
    assert.ok(e.response, e.stack);
    return { status: e.response.status, headers: e.response.headers, ...e.response.data };
  }
  assert.fail('was not refused');
}

const seconds = (time) => String(Date.parse(`2022-06-15T${time}Z`) / 1000);
const DAY = { start_time: seconds('00:00:00'), end_time: seconds('23:59:59') };

// levels
const campus = (await data(own.vc.roomLevel.create({ data: { name: 'Campus', parent_id: ROOT } }))).room_level;
assert.match(campus.room_level_id, /^omb_[0-9a-f]{32}$/);
const floor = (await data(own.vc.roomLevel.create({ data: { name: 'Floor 3', parent_id: campus.room_level_id } }))).room_level;
const below = await data(own.vc.roomLevel.list({ params: { room_level_id: campus.room_level_id, page_size: 10 } }));
assert.deepEqual(below.items.map((it) => it.name), ['Floor 3']);
assert.equal((await data(own.vc.roomLevel.get({ path: { room_level_id: campus.room_level_id } }))).room_level.has_child, true);
console.log('levels');

// rooms
const rooms = {};
for (const name of ['水星', '金星']) {
  const room = (await data(own.vc.room.create({ data: { name, capacity: 6, room_level_id: floor.room_level_id } }))).room;
  rooms[name] = room.room_id;
}
const listed = await data(own.vc.room.list({ params: { room_level_id: floor.room_level_id, page_size: 10 } }));
assert.deepEqual(listed.rooms.map((it) => it.room_id).sort(), Object.values(rooms).sort());
await stage('board', rooms['水星']);
console.log('rooms');

// who is responsible for what the app books
const people = await data(own.contact.user.batchGetId({ data: { emails: ['lin@example.org'] }, params: { user_id_type: 'open_id' } }));
const lin = people.user_list[0].user_id;
assert.match(lin, /^ou_[0-9a-f]{32}$/);

// bookings: an event, and a room among its attendees
const calendar = (await data(own.calendar.calendar.primary({}))).calendars[0].calendar.calendar_id;
async function book(summary, room, from, to) {
  const at = (time) => ({ timestamp: seconds(time), timezone: 'Asia/Shanghai' });
  const { event } = await data(own.calendar.calendarEvent.create({
    path: { calendar_id: calendar },
    data: { summary, start_time: at(from), end_time: at(to) },
  }));
  const path = { calendar_id: calendar, event_id: event.event_id };
  const asked = await data(own.calendar.calendarEventAttendee.create({
    path,
    data: { attendees: [{ type: 'resource', room_id: rooms[room], operate_id: lin }] },
    params: { user_id_type: 'open_id' },
  }));
  assert.ok(asked.attendees.some((it) => it.type === 'resource' && it.rsvp_status === 'needs_action'));
  await stage('settle');
  const { items } = await data(own.calendar.calendarEventAttendee.list({ path, params: { page_size: 10 } }));
  return { id: event.event_id, status: items.find((it) => it.type === 'resource').rsvp_status };
}
assert.equal((await book('=周会', '水星', '10:00:00', '10:30:00')).status, 'accept');
assert.equal((await book('Too late', '水星', '10:15:00', '10:45:00')).status, 'decline');
assert.equal((await book('Nobody comes', '水星', '10:30:00', '11:00:00')).status, 'accept');
const short = await book('Short', '金星', '10:50:00', '11:20:00');
assert.equal(short.status, 'accept');
console.log('booked');

// people come, or not, or leave early
await stage('wait', 25);
await stage('tap', rooms['水星']);
await stage('wait', 50);
await stage('wait', 20);
const [uid, original] = short.id.split('_');
await data(own.request({
  method: 'POST',
  url: '/open-apis/meeting_room/instance/reply',
  data: { room_id: rooms['金星'], uid, original_time: Number(original), status: 'ENDED_BEFORE_DUE' },
}));
console.log('checked in and released');

// the listing, and the export of the same day
const listing = await data(own.vc.resourceReservationList.get({
  params: { room_level_id: campus.room_level_id, need_topic: true, ...DAY, room_ids: Object.values(rooms), is_exclude: false, page_size: 20 },
}));
const order = { room_level_id: campus.room_level_id, need_topic: true, ...DAY };
const task = (await data(own.vc.export.resourceReservationList({ data: order }))).task_id;
assert.match(task, /^\d{19}$/);
assert.deepEqual(await data(own.vc.export.get({ path: { task_id: task } })), { status: 1 });
await stage('settle');
const done = await data(own.vc.export.get({ path: { task_id: task } }));
assert.equal(done.status, 3, done.fail_msg);
const file = await own.vc.export.download({ params: { file_token: done.file_token } });
await file.writeFile(`${OUT}/story.xlsx`);
await writeFile(`${OUT}/listing.json`, JSON.stringify(listing.room_reservation_list));
console.log(`exported ${listing.room_reservation_list.length} reservations`);

// wrong turns
await assert.rejects(client(SHUT, 'wrong').vc.export.get({ path: { task_id: task } }), /app secret invalid/);
const poor = await refusal(() => client(POOR).vc.export.get({ path: { task_id: task } }));
assert.equal(poor.code, 99991672);
assert.deepEqual(poor.error.permission_violations, [{ type: 'action_scope_required', subject: 'vc:export' }]);
const foreign = await refusal(() => client(OTHER).vc.export.get({ path: { task_id: task } }));
assert.deepEqual([foreign.status, foreign.code], [404, 121004]);
const unknown = await refusal(() => own.vc.export.resourceReservationList({ data: { ...order, room_level_id: `omb_${'0'.repeat(32)}` } }));
assert.deepEqual([unknown.status, unknown.code], [404, 121004]);
const reversed = await refusal(() => own.vc.export.resourceReservationList({ data: { ...order, start_time: DAY.end_time, end_time: DAY.start_time } }));
assert.deepEqual([reversed.status, reversed.code, reversed.msg], [400, 121003, 'param error']);
assert.equal(reversed.error.log_id, reversed.headers['x-tt-logid']);
// a refused download comes as a stream; left unread it would hold the connection, and Node, until the server lets go
await assert.rejects(own.vc.export.download({ params: { file_token: 'junk' } }), ({ response }) => {
  response.data.destroy();
  return response.status === 404;
});
let limited;
for (let i = 0; i < 200 && !limited; i++) {
  await own.vc.export.get({ path: { task_id: task } }).catch((e) => { limited = e.response; });
}
assert.deepEqual([limited.status, limited.data.code], [429, 99991400]);
assert.equal(limited.headers['x-ogw-ratelimit-limit'], '100');
assert.match(limited.headers['x-ogw-ratelimit-reset'], /^[1-9]\d?$/);
await stage('wait', 180);
const expired = await refusal(() => own.vc.export.get({ path: { task_id: task } }));
assert.deepEqual([expired.status, expired.code], [400, 99991663]);
console.log('refused as documented');
