package io.roomledger.dialect.ledger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a component of a request or of an answer is; the OpenAPI document says it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Means {
  /** In one sentence. */
  String value();

  /** The most characters of a text, or items of a list, that a request may have. */
  int most() default Shape.LONGEST;
}
