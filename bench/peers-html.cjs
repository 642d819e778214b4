// The npm package discord-html-transcripts on the messages of our own JSON export: node peers-html.cjs ROOM.json OUT.html
// Its input are objects of discord.js; what it asks of them is filled in here, from memory, before the clock starts.
const fs = require('fs');
const { Collection } = require('discord.js');
const { generateFromMessages, ExportReturnType } = require('discord-html-transcripts');

const people = new Map();
function person(username, name) {
  let known = people.get(username);
  if (!known) {
    const avatar = () => 'avatar.png';
    known = { id: username, username, displayName: name, bot: false, flags: null, displayAvatarURL: avatar };
    people.set(username, known);
  }
  return known;
}
const guild = { id: 'guild', name: 'Bench', iconURL: () => 'icon.png' };
const channel = {
  id: 'bench', name: 'bench', guild, type: 0, topic: null,
  isDMBased: () => false, isThread: () => false, isVoiceBased: () => false,
};
const messages = fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map(line => {
  const row = JSON.parse(line);
  return {
    id: row.id, system: false, type: 0, reference: null, guild, channel, createdAt: new Date(row.time), editedAt: null,
    mentions: { everyone: false }, author: person(row.username, row.name ?? row.username), member: null,
    content: row.text, embeds: [], components: [], attachments: new Collection(), interaction: null, webhookId: null,
    reactions: { cache: new Collection() }, hasThread: false, thread: null, stickers: new Collection(),
  };
});

(async () => {
  const start = process.hrtime.bigint();
  const html = await generateFromMessages(messages, channel, {
    returnType: ExportReturnType.String, poweredBy: false, saveImages: false,
    callbacks: { resolveChannel: async () => null, resolveUser: async () => null, resolveRole: async () => null },
  });
  fs.writeFileSync(process.argv[3], html);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`peer: ${messages.length} messages, ${Buffer.byteLength(html)} bytes in ${seconds.toFixed(2)} s, ${megabytes} MB at most`);
})();
