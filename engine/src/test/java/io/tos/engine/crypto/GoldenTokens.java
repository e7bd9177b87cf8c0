package io.tos.engine.crypto;

/** Results of the standard's worked examples, computed by a second implementation, in another language. */
final class GoldenTokens {
    static final String TOKEN_SHA256 = "cb0f1e519e13f727832bf9970ee1e638c6fd2b5da189e7d3781903ad02071841";
    static final String TOKEN_TAG = "9b19539fbc94dc5cb262d43d8fda54ed";
    static final String TICKET =
            "00112233445566778899aabbccddeeff3cb95569000000008daac30a72ae4e1bcf7c7ab9298d33863479a2a09ac7c18039c2d098"
                    + "f973e8cc1dc3b54b50902d1567d3a96dde6d489daeede53b7abcfc43352c7881515d93c7664dcc5950f46f1406f8a4878e2d7614";

    private GoldenTokens() {}
}
