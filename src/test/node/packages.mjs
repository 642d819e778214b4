// Every package that a test drives can be loaded here at all.
for (const name of ['@larksuiteoapi/node-sdk', '@alicloud/dingtalk/conference_1_0.js', '@rocket.chat/sdk', 'tus-js-client']) {
  await import(name);
  console.log(`loaded ${name}`);
}
