package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Handling} as it is stored; a passphrase is not part of it. */
public final class HandlingJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HandlingJson() {}

  /** Its text. */
  public static String written(Handling handling) {
    ObjectNode json = JSON.createObjectNode();
    switch (handling.encryption()) {
      case Encryption.None _ -> {
        // nothing said is not encrypted
      }
      case Encryption.ToRecipients(List<String> recipients) -> {
        ArrayNode keys = json.putArray("recipients");
        recipients.forEach(keys::add);
      }
      case Encryption.WithPassphrase _ -> json.put("passphrase", true);
    }
    ArrayNode deliveries = json.putArray("deliveries");
    handling.deliveries().forEach(delivery -> deliveries.add(json(delivery)));
    handling.keep().ifPresent(keep -> json.put("keep", keep.toString()));
    return json.toString();
  }

  /** Reads what {@link #written} wrote. */
  public static Handling read(String text) {
    JsonNode json = tree(text);
    List<Delivery> deliveries = new ArrayList<>();
    json.path("deliveries").forEach(node -> deliveries.add(delivery(node)));
    return new Handling(
        encryption(json),
        deliveries,
        json.has("keep")
            ? Optional.of(Duration.parse(json.get("keep").asText()))
            : Optional.empty());
  }

  private static Encryption encryption(JsonNode json) {
    if (json.has("recipients")) {
      return new Encryption.ToRecipients(texts(json.get("recipients")));
    }
    return json.path("passphrase").asBoolean()
        ? new Encryption.WithPassphrase("")
        : new Encryption.None();
  }

  /** One delivery, as it is stored. */
  static ObjectNode json(Delivery delivery) {
    ObjectNode json = JSON.createObjectNode();
    switch (delivery) {
      case Delivery.Mail(List<String> to) -> to.forEach(json.putArray("mail")::add);
      case Delivery.Webhook(String id) -> json.put("webhook", id);
      case Delivery.Folder(String path) -> json.put("folder", path);
      case Delivery.Bucket(String prefix) -> json.put("bucket", prefix);
    }
    return json;
  }

  /** Reads what {@link #json} wrote. */
  static Delivery delivery(String text) {
    return delivery(tree(text));
  }

  private static Delivery delivery(JsonNode json) {
    if (json.has("mail")) {
      return new Delivery.Mail(texts(json.get("mail")));
    }
    if (json.has("webhook")) {
      return new Delivery.Webhook(json.get("webhook").asText());
    }
    return json.has("folder")
        ? new Delivery.Folder(json.get("folder").asText())
        : new Delivery.Bucket(json.path("bucket").asText());
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
