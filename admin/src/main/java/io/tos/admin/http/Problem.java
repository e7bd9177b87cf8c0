package io.tos.admin.http;

import java.util.List;

/**
 * What a refused request is answered with, RFC 9457.
 *
 * @param type a stable address of the kind of problem.
 * @param title one sentence for the kind.
 * @param status HTTP status.
 * @param detail one sentence for this case.
 * @param code for programs.
 * @param requestId to be found in the logs.
 * @param errors what is wrong where; empty for most.
 */
public record Problem(
        String type, String title, int status, String detail, String code, String requestId, List<Detail> errors) {
    /**
     * One thing that is wrong.
     *
     * @param path in the body, {@code /name}.
     * @param message what is wrong with it.
     */
    public record Detail(String path, String message) {}
}
