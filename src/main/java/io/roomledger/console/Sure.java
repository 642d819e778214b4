package io.roomledger.console;

/**
 * A question before something is lost, as a page of its own, which needs no script.
 *
 * @param title what is asked
 * @param text what is lost
 * @param action where the yes is sent
 * @param button what the yes says
 * @param back where the no leads
 */
record Sure(String title, String text, String action, String button, String back) {}
