package io.tos.tools.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Prints what a run found: one line of JSON, or a line for each figure. */
final class Reports {
    private Reports() {}

    static void print(final PrintWriter out, final ObjectNode report, final boolean json)
            throws JsonProcessingException {
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(report));
        } else {
            report.properties()
                    .forEach(figure -> out.println(
                            figure.getKey() + ": " + figure.getValue().asText()));
        }
        out.flush();
    }
}
