package io.roomledger.conference;

import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How recordings are kept and who may watch them.
 *
 * @param region the name of the place where this server keeps recordings
 * @param attendeesWatch whether everybody who was in a conference may watch it
 * @param linkLife how long a link to a recording works
 */
public record RecordingSettings(
    @Setting(
            value = "cn-shenzhen",
            doc = "The region name that recordings taken in from now on are said to lie in.")
        String region,
    @Setting(
            value = "false",
            doc =
                "Whether everybody who was in a conference may watch its recordings, and not only"
                    + " its creator, hosts, co-hosts and recorders.")
        boolean attendeesWatch,
    @Setting(value = "2h", doc = "How long a link to the bytes of a recording works.")
        Duration linkLife) {}
