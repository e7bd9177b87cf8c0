package io.tos.admin.http;

import java.util.List;

/** Ends a request with an {@link ApiError}. Thrown where the reason is known; has no stack trace. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ApiError error;
    private final transient List<Problem.Detail> details;
    private final long retryAfterSeconds;

    /** @param detail one sentence, safe to show. */
    public ApiException(final ApiError error, final String detail) {
        this(error, detail, List.of(), 0);
    }

    /** Refuses with the error's own sentence. */
    public ApiException(final ApiError error) {
        this(error, error.title(), List.of(), 0);
    }

    /**
     * @param details what is wrong where.
     * @param retryAfterSeconds told to the caller if not 0.
     */
    public ApiException(
            final ApiError error,
            final String detail,
            final List<Problem.Detail> details,
            final long retryAfterSeconds) {
        super(detail, null, false, false);
        this.error = error;
        this.details = details;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Which one. */
    public ApiError error() {
        return error;
    }

    /** What is wrong where. */
    public List<Problem.Detail> details() {
        return details;
    }

    /** When to come again; 0: not told. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
