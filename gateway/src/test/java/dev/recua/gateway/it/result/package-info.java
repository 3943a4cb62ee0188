/// How the results of long runs are written down: what the pages of `it.chaos` and `it.stress`
/// have in common.
///
/// May use Jackson. There is one file: [dev.recua.gateway.it.result.ResultPage].
@NullMarked
package dev.recua.gateway.it.result;

import org.jspecify.annotations.NullMarked;
