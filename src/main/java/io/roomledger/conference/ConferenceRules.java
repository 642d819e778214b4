package io.roomledger.conference;

/**
 * What holds in a conference for everybody, for whatever carries it to keep to: this server keeps
 * what happens in conferences and does not carry them.
 *
 * @param locked whether nobody else gets in
 * @param allMuted whether everybody was muted
 * @param ownUnmuting whether those who are muted may speak when they want to
 * @param hostPassesOn whether somebody else becomes host when the host leaves
 * @param sharing whether screens may be shown
 * @param insidersOnly whether only people of the organisation get in
 */
public record ConferenceRules(
    boolean locked,
    boolean allMuted,
    boolean ownUnmuting,
    boolean hostPassesOn,
    boolean sharing,
    boolean insidersOnly) {}
