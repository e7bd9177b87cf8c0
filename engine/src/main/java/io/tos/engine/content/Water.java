package io.tos.engine.content;

/** Water that fills an area up to a height; whoever stands deep enough in it swims. */
public record Water(Area area, int surfaceCm) {}
