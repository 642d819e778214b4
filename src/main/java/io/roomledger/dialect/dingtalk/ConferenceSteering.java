// https://open.dingtalk.com/document/development/invite-users-to-join
// https://open.dingtalk.com/document/development/kick-out-meeting-members
// https://open.dingtalk.com/document/development/mute-all-staff-or-unmute-all-staff
// https://open.dingtalk.com/document/development/set-up-co-hosts
// https://open.dingtalk.com/document/development/set-the-whole-staff-to-see-him
// https://open.dingtalk.com/document/development/api-lockconference
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.conference.ConferenceControls;
import io.roomledger.conference.ConferenceRequest;
import io.roomledger.conference.ConferenceRules;
import io.roomledger.conference.PhoneCall;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.List;

/** What those who run a conference do to it while it goes on. */
final class ConferenceSteering {
  private static final String ONE = VideoConferences.ROOT + "/{conferenceId}";

  private final ConferenceControls controls;

  ConferenceSteering(ConferenceControls controls) {
    this.controls = controls;
  }

  List<Route> routes() {
    return List.of(
        route("POST", "/users/invite", this::invite),
        route("POST", "/members/kick", this::kick),
        route("POST", "/members/mute", this::mute),
        route("POST", "/allMembers/mute", this::muteAll),
        route("POST", "/coHosts/set", this::coHosts),
        route("POST", "/focus", this::focus),
        route("POST", "/lock", this::lock),
        route("PUT", "", this::settings),
        route("PUT", "/extInfo", this::extra));
  }

  private static Route route(String method, String below, Route.Handler handler) {
    return new Route(method, ONE + below, Route.WRITE, handler);
  }

  private Answer invite(Call call, Caller caller) {
    Fields body = Fields.of(call);
    ConferenceRequest request = VideoConferences.request(call, body);
    List<String> people = new ArrayList<>();
    for (Fields one : body.objects("inviteeList")) {
      people.add(one.id("unionId"));
    }
    List<PhoneCall> calls = new ArrayList<>();
    for (Fields one : body.objects("phoneInviteeList")) {
      calls.add(
          new PhoneCall(
              one.text("statusCode"),
              one.text("phoneNumber"),
              one.optionalText("nick").orElse("")));
    }
    if (people.isEmpty() && calls.isEmpty()) {
      throw new FailureException(Failure.missing("inviteeList"));
    }
    controls.invite(caller, request, people, calls);
    return success();
  }

  private Answer kick(Call call, Caller caller) {
    Fields body = Fields.of(call);
    controls.sendOut(caller, id(call), some(body), body.flag("forbiddenRejoin", false));
    return success();
  }

  private Answer mute(Call call, Caller caller) {
    Fields body = Fields.of(call);
    boolean muted = either(body, "mute", "un_mute");
    controls.mute(caller, id(call), some(body), muted);
    return success();
  }

  /** Forced is who cannot speak again before somebody lets them. */
  private Answer muteAll(Call call, Caller caller) {
    Fields body = Fields.of(call);
    boolean muted = either(body, "mute", "un_mute");
    boolean forced = body.flag("forceMute", false);
    controls.rule(
        caller,
        id(call),
        rules ->
            new ConferenceRules(
                rules.locked(),
                muted,
                !(muted && forced),
                rules.hostPassesOn(),
                rules.sharing(),
                rules.insidersOnly()));
    return success();
  }

  private Answer coHosts(Call call, Caller caller) {
    Fields body = Fields.of(call);
    boolean added = either(body, "add", "remove");
    controls.help(caller, id(call), some(body), added);
    return success();
  }

  private Answer focus(Call call, Caller caller) {
    Fields body = Fields.of(call);
    boolean seen = either(body, "focus", "un_focus");
    controls.focus(
        caller,
        id(call),
        new ConferenceControls.Some(UnionIds.KIND, List.of(body.id("unionId"))),
        seen);
    return success();
  }

  private Answer lock(Call call, Caller caller) {
    boolean locked = either(Fields.of(call), "lock", "unlock");
    controls.rule(
        caller,
        id(call),
        rules ->
            new ConferenceRules(
                locked,
                rules.allMuted(),
                rules.ownUnmuting(),
                rules.hostPassesOn(),
                rules.sharing(),
                rules.insidersOnly()));
    return success();
  }

  /** What is not named stays as it is. */
  private Answer settings(Call call, Caller caller) {
    Fields body = Fields.of(call);
    controls.rule(
        caller,
        id(call),
        rules ->
            new ConferenceRules(
                body.flag("lockConference", rules.locked()),
                body.flag("muteAll", rules.allMuted()),
                body.flag("allowUnmuteSelf", rules.ownUnmuting()),
                body.flag("autoTransferHost", rules.hostPassesOn()),
                !body.flag("forbiddenShareScreen", !rules.sharing()),
                body.flag("onlyInternalEmployeesJoin", rules.insidersOnly())));
    return done();
  }

  /** The vendor's programs send no body: there is nothing to keep, and rights are checked. */
  private Answer extra(Call call, Caller caller) {
    controls.rule(caller, id(call), rules -> rules);
    return done();
  }

  private static String id(Call call) {
    return Fields.path(call, "conferenceId");
  }

  private static ConferenceControls.Some some(Fields body) {
    List<String> people = new ArrayList<>();
    for (Fields one : body.objects("userList")) {
      people.add(one.id("unionId"));
    }
    if (people.isEmpty()) {
      throw new FailureException(Failure.missing("userList"));
    }
    return new ConferenceControls.Some(UnionIds.KIND, people);
  }

  private static boolean either(Fields body, String yes, String no) {
    String action = body.text("action");
    if (!action.equals(yes) && !action.equals(no)) {
      throw Fields.invalid("action", TextNode.valueOf(action), yes + " or " + no);
    }
    return action.equals(yes);
  }

  private static Answer success() {
    return Print.answer(200, Json.object().put("success", true));
  }

  /** The vendor writes "case" where it means "cause". */
  private static Answer done() {
    return Print.answer(200, Json.object().put("code", "200").put("case", "success"));
  }
}
