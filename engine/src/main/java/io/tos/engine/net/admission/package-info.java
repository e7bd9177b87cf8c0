/**
 * Who gets in: stateless cookies at each shard's door, one owner of tokens, accounts and limits behind them, and the curve
 * work on agents of its own.
 */
@NullMarked
package io.tos.engine.net.admission;

import org.jspecify.annotations.NullMarked;
