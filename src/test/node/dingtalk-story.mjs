// Holds a conference with DingTalk's own SDK, or, when told a CONFERENCE, takes its recording home.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Config } = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');
const conference = require('@alicloud/dingtalk/conference_1_0');
const oauth = require('@alicloud/dingtalk/oauth2_1_0');

const { ENDPOINT, UNION_ID, OTHER, STRANGER, CONFERENCE } = process.env;
const config = () => new Config({ endpoint: ENDPOINT, protocol: 'http', regionId: 'central' });
const patient = new RuntimeOptions({ readTimeout: 30000, connectTimeout: 30000 });
const client = new conference.default(config());

const logIn = async (appKey, appSecret) => {
  const request = new oauth.GetAccessTokenRequest({ appKey, appSecret });
  return (await new oauth.default(config()).getAccessTokenWithOptions(request, {}, patient)).body.accessToken;
};

// Calls operation NAME with what stands in its path and its request, as the SDK names its classes.
const call = async (token, name, path, fields) => {
  const type = name[0].toUpperCase() + name.slice(1);
  const headers = new conference[`${type}Headers`]({ xAcsDingtalkAccessToken: token });
  const request = fields ? [new conference[`${type}Request`](fields)] : [];
  return (await client[`${name}WithOptions`](...path, ...request, headers, patient)).body;
};

const refused = async (what, doing) => {
  try {
    await doing();
  } catch (failed) {
    console.log(`${what}: ${failed.code} ${failed.statusCode ?? failed.data?.statusCode}`);
    return;
  }
  throw new Error(`${what}: not refused`);
};

const token = await logIn('demo', 'demo-secret');

const hold = async () => {
  await refused('wrong secret', () => logIn('demo', 'wrong'));
  const made = await call(token, 'createVideoConference', [], {
    userId: UNION_ID,
    confTitle: '周会 <1>',
    inviteUserIds: [OTHER],
  });
  const id = made.conferenceId;
  console.log(`conference: ${id}`);
  const list = (with_, unionId = UNION_ID) => call(with_, 'queryCloudRecordVideo', [id], { unionId });
  await refused('no token', () => list(''));
  await refused('bad token', () => list('bad'));
  const poor = await logIn('poor', 'poor-secret');
  await refused('no permission', () => list(poor));
  await refused('no host', () => call(token, 'startCloudRecord', [id], { unionId: OTHER }));
  const status = async () => (await call(token, 'queryConferenceInfo', [id])).confInfo.cloudRecordStatus;
  await call(token, 'startCloudRecord', [id], { unionId: UNION_ID, mode: 'grid' });
  console.log(`recording: ${await status()}`);
  await call(token, 'stopCloudRecord', [id], { unionId: UNION_ID });
  console.log(`recorded: ${await status()}`);
  const close = () => call(token, 'closeVideoConference', [id], { unionId: UNION_ID });
  console.log(`closed: ${(await close()).code}`);
  await refused('closed again', close);
  await refused('no recording', () => list(token));
};

const takeHome = async () => {
  const list = (with_, unionId) => call(with_, 'queryCloudRecordVideo', [CONFERENCE], { unionId });
  const { videoList } = await list(token, UNION_ID);
  console.log(`videos: ${videoList.length}`);
  const { mediaId, regionId } = videoList[0];
  const play = await call(token, 'queryCloudRecordVideoPlayInfo', [CONFERENCE], {
    unionId: UNION_ID,
    mediaId,
    regionId,
  });
  console.log(`bytes: ${(await (await fetch(play.mp4FileUrl)).arrayBuffer()).byteLength}`);
  const part = await fetch(play.mp4FileUrl, { headers: { Range: 'bytes=10-19' } });
  console.log(`part: ${part.status} ${await part.text()}`);
  const altered = await fetch(play.mp4FileUrl.replace(/\/media\/./, '/media/_'));
  console.log(`altered link: ${altered.status}`);
  const texts = await call(token, 'queryCloudRecordText', [CONFERENCE], {
    unionId: UNION_ID,
    maxResults: 200,
    nextToken: 0,
    startTime: 0,
    direction: '0',
  });
  console.log(`said: ${texts.paragraphList[0].paragraph}`);
  await refused('unknown person', () => list(token, 'nobodyiEiE'));
  await refused('foreign person', () => list(token, STRANGER));
  const far = await logIn('far', 'far-secret');
  await refused('foreign app', () => list(far, STRANGER));
};

await (CONFERENCE ? takeHome() : hold());
