package io.tos.admin.config;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problems one sentence each, at least one. */
    public ConfigException(final List<String> problems) {
        super(String.join("\n", problems));
    }
}
