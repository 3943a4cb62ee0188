package dev.recua.gateway.it.stress;

/// One look at the gateway.
///
/// @param seconds     since the clients began
/// @param rss         resident memory in KiB
/// @param descriptors open files, sockets and pipes
/// @param connections to its address
/// @param engines     processes
record Sample(double seconds, long rss, int descriptors, long connections, int engines) {}
