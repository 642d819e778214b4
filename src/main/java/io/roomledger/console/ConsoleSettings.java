package io.roomledger.console;

import io.roomledger.base.Setting;
import io.roomledger.openid.OpenIdSettings;
import java.time.Duration;

/**
 * How people are logged in to the console.
 *
 * @param sessionLife how long a log-in holds at most
 * @param sessionIdle how long it holds without being used
 * @param openid which other server vouches for people, if one does
 */
public record ConsoleSettings(
    @Setting(value = "7d", doc = "How long a log-in to the console holds at most.")
        Duration sessionLife,
    @Setting(value = "12h", doc = "How long a log-in to the console holds while nobody uses it.")
        Duration sessionIdle,
    OpenIdSettings openid) {}
