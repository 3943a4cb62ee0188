package dev.recua.client.llama;

/// One event of a streamed completion: a [CompletionPiece], or at the end the [Completion] itself,
/// whose text is empty then because all of it has been told.
public sealed interface CompletionEvent permits CompletionPiece, Completion {
    /// Which prompt and answer it belongs to, from 0; with several answers for each prompt (`n`)
    /// the
    /// first prompt has the first `n`.
    int index();

    /// The text that it adds; often empty.
    String content();
}
