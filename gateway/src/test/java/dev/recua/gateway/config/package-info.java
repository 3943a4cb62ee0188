/// Tests of the configuration. Open [ConfigGoldenTest] first.
@NullMarked
package dev.recua.gateway.config;

import org.jspecify.annotations.NullMarked;
