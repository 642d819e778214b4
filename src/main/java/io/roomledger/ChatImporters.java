package io.roomledger;

import io.roomledger.chat.ChatIntake;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.mattermost.MattermostImport;
import io.roomledger.intake.rocketchat.RocketChatImport;
import io.roomledger.intake.slack.SlackImport;
import io.roomledger.intake.zulip.ZulipImport;

/** The importers of other servers' chats, each of which reads a format of its own. */
record ChatImporters(Database database, Accounts accounts, ChatIntake intake) {
  /** The importer of Slack export zips. */
  SlackImport slack() {
    return new SlackImport(database, accounts, intake, ArchiveLimits.USUAL);
  }

  /** The importer of Rocket.Chat's room exports and dumps. */
  RocketChatImport rocketChat() {
    return new RocketChatImport(database, accounts, intake, ArchiveLimits.USUAL);
  }

  /** The importer of Mattermost's bulk exports. */
  MattermostImport mattermost() {
    return new MattermostImport(database, accounts, intake, ArchiveLimits.USUAL);
  }

  /** The importer of Zulip's organisation exports. */
  ZulipImport zulip() {
    return new ZulipImport(database, accounts, intake, ArchiveLimits.USUAL);
  }
}
