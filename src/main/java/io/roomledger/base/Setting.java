package io.roomledger.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a settings record is for. The configuration reads its default from here, and
 * docs/config.md is printed from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The value when nothing else is said, as one would write it in the file. */
  String value();

  /** What it does, in one sentence. */
  String doc();

  /** Whether it must never be printed. */
  boolean secret() default false;
}
