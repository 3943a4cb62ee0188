package dev.recua.client.admin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The texts that a component of a record can be, as far as they are known today; the gateway's
/// OpenAPI document is written from it. A reader takes any other text as well: a later gateway may
/// know more.
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneOf {
    /// The texts, as they go over the wire.
    String[] value();
}
