package io.roomledger.dialect.rocketchat;

import io.roomledger.people.People;
import io.roomledger.people.PersonalTokens;
import io.roomledger.people.Preferences;
import io.roomledger.people.Rights;

/**
 * The doors of people.
 *
 * @param people who has an account
 * @param rights what roles carry
 * @param tokens tokens that people make and name
 * @param preferences what administrators change while the server runs
 */
public record PeopleDoors(
    People people, Rights rights, PersonalTokens tokens, Preferences preferences) {}
