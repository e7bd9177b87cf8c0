package io.tos.engine.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads from a Maven project file what it depends on. */
final class Pom {
    private Pom() {}

    /**
     * A third party a module names itself.
     *
     * @param library {@code group:artifact}.
     * @param forTests whether only tests see it.
     */
    record Dependency(String library, boolean forTests) {}

    /** The direct dependencies of a pom, without modules of our own; the root pom says which are for tests. */
    static List<Dependency> dependencies(final Path file) {
        final Element root = parse(Repository.root().resolve("pom.xml"));
        final Map<String, String> managedScopes = new HashMap<>();
        for (final Element management : children(root, "dependencyManagement")) {
            for (final Element dependency : inLists(management)) {
                managedScopes.put(library(dependency), text(dependency, "scope"));
            }
        }
        final List<Dependency> found = new ArrayList<>();
        for (final Element dependency : inLists(parse(file))) {
            final String library = library(dependency);
            final String scope = text(dependency, "scope") + managedScopes.getOrDefault(library, "");
            if (!library.startsWith("io.tos:")) {
                found.add(new Dependency(library, scope.contains("test")));
            }
        }
        return found;
    }

    private static Element parse(final Path file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (final Exception e) {
            throw new IllegalStateException(file + " is no pom", e);
        }
    }

    private static String library(final Element dependency) {
        return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
    }

    private static List<Element> inLists(final Element parent) {
        return children(parent, "dependencies").stream()
                .flatMap(list -> children(list, "dependency").stream())
                .toList();
    }

    private static String text(final Element parent, final String name) {
        final List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
    }

    private static List<Element> children(final Element parent, final String name) {
        final List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
