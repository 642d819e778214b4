package io.roomledger;

import io.roomledger.audit.AuditLog;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.MessagePages;
import io.roomledger.chat.RoomPages;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.export.ExportLinks;
import io.roomledger.export.Exports;
import io.roomledger.export.PastExports;
import io.roomledger.identity.ApiTokens;
import io.roomledger.identity.IdempotencyKeys;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import io.roomledger.retention.RetentionRules;

/**
 * The part of the machine that is the server's own API, as {@link Wiring} is whole.
 *
 * @param house what exports work with, which is nearly all there is
 * @param handing who hands out files
 * @param chatHouse what chats work with
 */
record LedgerWiring(
    Config config,
    Exports.House house,
    Exports exports,
    HandingWiring handing,
    ChatRooms.House chatHouse) {

  /** What answers below /ledger/v1. */
  Ledger site(
      Tokens tokens,
      RateLimits limits,
      Ledger.RecordingDoors recordings,
      Ledger.BookingDoors booking,
      Ledger.FindingDoors finding) {
    return new Ledger(
        new Ledger.People(
            house.accounts(),
            house.apps(),
            tokens,
            new ApiTokens(house.database(), tokens, house.audit()::append, house.clock()),
            new IdempotencyKeys(house.database(), house.clock()),
            limits),
        new Ledger.Doors(
            recordings,
            new Ledger.ExportDoors(
                exports,
                new PastExports(exports),
                new ExportLinks(house, exports),
                handing.deliveries(),
                handing.schedules(),
                handing.webhooks()),
            new Ledger.ChatDoors(
                new ChatRooms(chatHouse), new RoomPages(chatHouse), new MessagePages(chatHouse)),
            new AuditLog(house.database(), house.audit()),
            new RetentionRules(house.database(), house.audit(), house.clock()),
            booking,
            finding),
        config.ledger());
  }
}
