/// JMH benchmarks of single parts: the scanner of request bodies, the scheduler.
///
/// Run with the rest by `benchmarks/run.sh`, or alone by `org.openjdk.jmh.Main` with the same class
/// path. May import the parts of the gateway that it measures. Open
/// [dev.recua.benchmarks.micro.BodyScan] first.
@NullMarked
package dev.recua.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
