/// Hand-written servers for the tests of the SDK: [dev.recua.client.fake.FakeHttp] speaks HTTP/1.1
/// on raw sockets, so that a test can end an answer in every way. Exported to other rooms' tests.
@NullMarked
package dev.recua.client.fake;

import org.jspecify.annotations.NullMarked;
