// https://docs.rocket.chat/docs/file-upload: where the links of messages to files lead
package io.roomledger.dialect.rocketchat;

/** Hands out the files of messages. */
final class FileUpload {
  static final String ROOT = "/file-upload";

  private FileUpload() {}
}
