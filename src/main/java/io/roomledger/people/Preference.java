package io.roomledger.people;

import java.util.Arrays;
import java.util.Optional;

/** A setting that administrators change while the server runs, by Rocket.Chat's name for it. */
public enum Preference {
  /** Whether people may make their own accounts: Public or Disabled. */
  REGISTRATION("Accounts_RegistrationForm", "Disabled", true, "Public|Disabled"),

  /** The roles of new accounts for which none are named, with commas between them. */
  NEWCOMERS_ROLES("Accounts_Registration_Users_Default_Roles", "user", false, ""),

  /** Whether exports can be fetched by their links. */
  DOWNLOADS("UserData_EnableDownload", true, true),

  /** Whether calls are counted, and too many refused. */
  RATE_LIMIT("API_Enable_Rate_Limiter", true, false),

  /** User names that nobody may choose, with commas between them. */
  BLOCKED_NAMES("Accounts_SystemBlockedUsernameList", "admin,administrator,system,user", false, ""),

  /** The most characters of a message. */
  LONGEST_MESSAGE("Message_MaxAllowedSize", 5000, true),

  /** Whether files can be sent. */
  FILES("FileUpload_Enabled", true, true),

  /** The most bytes of a file. */
  LARGEST_FILE("FileUpload_MaxFileSize", 100 << 20, true),

  /** The media types that are not taken, with commas between them. */
  REFUSED_TYPES("FileUpload_MediaTypeBlackList", "image/svg+xml", true, ""),

  /** Whether authors may change what they wrote. */
  EDITING("Message_AllowEditing", true, true),

  /** How many minutes long; 0 for ever. */
  EDITING_MINUTES("Message_AllowEditing_BlockEditInMinutes", 0, true),

  /** Whether authors may delete what they wrote. */
  DELETING("Message_AllowDeleting", true, true),

  /** How many minutes long; 0 for ever. */
  DELETING_MINUTES("Message_AllowDeleting_BlockDeleteInMinutes", 0, true);

  private enum Type {
    TEXT,
    TRUTH,
    NUMBER
  }

  private final String vendorName;
  private final Type type;
  private final String standard;
  private final boolean open;

  /** The texts that it can be, with bars between them; empty for any. */
  private final String allowed;

  Preference(String vendorName, String standard, boolean open, String allowed) {
    this.vendorName = vendorName;
    this.type = Type.TEXT;
    this.standard = standard;
    this.open = open;
    this.allowed = allowed;
  }

  Preference(String vendorName, boolean standard, boolean open) {
    this.vendorName = vendorName;
    this.type = Type.TRUTH;
    this.standard = "" + standard;
    this.open = open;
    this.allowed = "";
  }

  Preference(String vendorName, int standard, boolean open) {
    this.vendorName = vendorName;
    this.type = Type.NUMBER;
    this.standard = "" + standard;
    this.open = open;
    this.allowed = "";
  }

  /** The preference of that name. */
  public static Optional<Preference> of(String vendorName) {
    return Arrays.stream(values()).filter(p -> p.vendorName.equals(vendorName)).findFirst();
  }

  /** Its name. */
  public String vendorName() {
    return vendorName;
  }

  /** Its value while nobody has changed it: a text, a truth or a whole number. */
  public Object standard() {
    return read(standard).orElseThrow();
  }

  /** Whether everybody may see it. */
  public boolean open() {
    return open;
  }

  /** The value that a text stands for; nothing, if it cannot be one of this. */
  Optional<Object> read(String text) {
    return switch (type) {
      case TRUTH ->
          text.equals("true") || text.equals("false")
              ? Optional.of(Boolean.valueOf(text))
              : Optional.empty();
      case NUMBER ->
          text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
      case TEXT -> fits(text) ? Optional.of(text) : Optional.empty();
    };
  }

  private boolean fits(String text) {
    return text.length() <= 1000
        && text.indexOf('\0') < 0
        && (allowed.isEmpty() || Arrays.asList(allowed.split("\\|", -1)).contains(text));
  }

  /** What its values are like, for a refusal. */
  String expected() {
    return switch (type) {
      case TRUTH -> "true or false";
      case NUMBER -> "a whole number";
      case TEXT -> allowed.isEmpty() ? "a text" : allowed.replace("|", " or ");
    };
  }
}
