package io.tos.natives.posix;

/** A native call failed while something was being set up. Hot paths return {@code -errno} instead. */
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * @param call the C function that failed.
     * @param errno its error number, positive.
     */
    public NativeException(final String call, final int errno) {
        super(call + " failed: " + Errno.name(errno));
        this.call = call;
        this.errno = errno;
    }

    /** The C function that failed. */
    public String call() {
        return call;
    }

    /** The error number the function left behind, positive. */
    public int errno() {
        return errno;
    }
}
