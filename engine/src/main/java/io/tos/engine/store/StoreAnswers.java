package io.tos.engine.store;

/** Who is told on the tick's thread what the store answers. */
public interface StoreAnswers {
    /**
     * A character was loaded and is this server's from now on.
     *
     * @param character valid during the call.
     */
    void onLoaded(LoadedCharacter character);

    /**
     * A character was not loaded.
     *
     * @param asker the word that the request came with.
     */
    void onLoadFailed(long asker, LoadFailure failure);
}
