package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.chat.ChatMessages;
import io.roomledger.dialect.Dialect;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.RateLimits;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Rocket.Chat's REST API, as https://developer.rocket.chat/apidocs and its clients have it. */
public final class RocketChat implements Dialect {
  /** The name of the recipe of exports as HTML. */
  public static final String HTML = "rocketchat.html";

  /** The name of the recipe of exports as JSON lines. */
  public static final String JSON = "rocketchat.json";

  /** The name of the recipe of what one person wrote, as HTML. */
  public static final String PERSON_HTML = "rocketchat.person.html";

  /** The name of the recipe of what one person wrote, as JSON lines. */
  public static final String PERSON_JSON = "rocketchat.person.json";

  private final Spelling spelling;
  private final List<Endpoint> endpoints;

  /** The collaborators it needs. */
  public record House(
      Accounts accounts,
      Tokens tokens,
      RateLimits limits,
      RoomDoors chat,
      PeopleDoors people,
      Exports exports,
      Clock clock) {}

  public RocketChat(House house, RocketChatSettings settings) {
    this.spelling = new Spelling(settings);
    Gate gate =
        new Gate(
            house.tokens(),
            house.limits(),
            house.people().preferences(),
            spelling,
            settings,
            house.clock());
    Desk desk = new Desk(gate, settings);
    List<Endpoint> all = new ArrayList<>();
    all.add(new Login(house.accounts(), house.tokens(), gate, settings).endpoint());
    all.addAll(new Logout(house.tokens(), gate).endpoints());
    all.add(new Me(gate).endpoint());
    all.add(new ServerInfo(gate, settings).endpoint());
    all.addAll(exports(house, desk, gate, settings));
    MessagePrinter messages = new MessagePrinter(house.chat().messages());
    DraftReader drafts = new DraftReader(house.chat().messages(), messages);
    all.addAll(chat(house, desk, drafts, messages));
    all.addAll(new RoomsMedia(house.chat().files(), drafts, messages, gate).endpoints(desk));
    all.add(new FileUpload(house.chat().files(), gate).endpoint());
    all.addAll(rooms(house, desk, messages));
    all.addAll(people(house, gate, desk));
    this.endpoints = List.copyOf(all);
  }

  private static List<Endpoint> exports(
      House house, Desk desk, Gate gate, RocketChatSettings settings) {
    Clock clock = house.clock();
    FileOrders orders = new FileOrders(house.exports(), clock);
    List<Endpoint> all = new ArrayList<>();
    all.add(new RoomsExport(house.chat().rooms(), orders, gate, settings, clock).endpoint());
    all.add(new UsersRequestDataDownload(house.exports(), orders, clock).endpoint(desk));
    all.addAll(new DataExport(house.exports(), house.accounts(), gate).endpoints());
    return all;
  }

  private static List<Endpoint> chat(
      House house, Desk desk, DraftReader drafts, MessagePrinter printer) {
    ChatMessages messages = house.chat().messages();
    UserFinder users = new UserFinder(house.accounts());
    List<Endpoint> all = new ArrayList<>();
    all.add(new ChatGetMessage(messages, printer).endpoint(desk));
    all.add(new ChatSendMessage(messages, drafts, printer).endpoint(desk));
    all.add(new ChatPostMessage(house.chat(), users, drafts, printer).endpoint(desk));
    all.addAll(new ChatChange(messages, printer).endpoints(desk));
    all.add(new ChatReact(messages).endpoint(desk));
    all.addAll(new ChatPin(messages, printer).endpoints(desk));
    all.addAll(new ChatThreads(messages, printer).endpoints(desk));
    all.addAll(new ChatSearch(printer).endpoints(desk));
    return all;
  }

  private static List<Endpoint> rooms(House house, Desk desk, MessagePrinter messages) {
    RoomDoors doors = house.chat();
    UserFinder users = new UserFinder(house.accounts());
    RoomFinder finder = new RoomFinder(doors.overviews(), doors.memberships(), house.accounts());
    RoomPrinter printer = new RoomPrinter(messages);
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new RoomMaking(doors, users, printer, house.clock()).endpoints(desk));
    all.addAll(new RoomListing(doors.overviews(), finder, printer).endpoints(desk));
    all.addAll(new RoomPeople(doors, finder, users, printer).endpoints(desk));
    RoomRoles roles = new RoomRoles(doors.memberships(), finder, users);
    all.addAll(roles.endpoints(desk));
    all.addAll(new RoleCalls(house.people(), users, roles).endpoints(desk));
    all.addAll(new RoomChanging(doors, finder, printer).endpoints(desk));
    all.addAll(new RoomShelf(doors.memberships(), finder).endpoints(desk));
    all.addAll(new RoomReading(finder, messages).endpoints(desk));
    all.addAll(new Rooms(doors, finder, users, printer).endpoints(desk));
    return all;
  }

  private static List<Endpoint> people(House house, Gate gate, Desk desk) {
    PeopleDoors doors = house.people();
    UserFinder users = new UserFinder(house.accounts());
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new Users(doors.people(), users).endpoints(desk));
    all.addAll(new UserChanging(doors.people(), users).endpoints(desk));
    all.add(new Registration(doors.people(), gate, desk).endpoint());
    all.addAll(new UserTokens(doors.tokens()).endpoints(desk));
    all.addAll(new PermissionCalls(doors.rights(), house.clock()).endpoints(desk));
    all.addAll(new Settings(doors.preferences(), gate).endpoints(desk));
    return all;
  }

  /** Where whoever may read a message can have its file, behind the server's address. */
  public static String fileAddress(String id, String name) {
    return FileShapes.address(id, name);
  }

  @Override
  public String name() {
    return "rocketchat";
  }

  @Override
  public List<String> roots() {
    return List.of("/api/v1", ServerInfo.PATH, DataExport.ROOT, FileUpload.ROOT);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    Answer spelled = spelling.of(refusal);
    if (call.path().startsWith(FileUpload.ROOT + "/")) {
      return FileUpload.refuse(refusal, spelled);
    }
    return isDownload(call) ? DataExport.refuse(refusal, spelled) : spelled;
  }

  @Override
  public Answer fail(Call call) {
    return Failure.plain(500, "Internal server error").answer();
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return isDownload(call)
        ? answer
        : answer.with("Cache-Control", "no-store").with("Pragma", "no-cache");
  }

  private static boolean isDownload(Call call) {
    return call.path().startsWith(DataExport.ROOT + "/")
        || call.path().startsWith(FileUpload.ROOT + "/");
  }
}
