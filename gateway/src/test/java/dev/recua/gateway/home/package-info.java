/// Tests of folders, lock and note of one home.
@NullMarked
package dev.recua.gateway.home;

import org.jspecify.annotations.NullMarked;
