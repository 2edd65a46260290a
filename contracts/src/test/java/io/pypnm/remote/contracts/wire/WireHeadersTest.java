package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireHeadersTest {
    @Test
    void everyHeaderCanBeAStompHeaderAndAJmsProperty() {
        List<String> headers = headers();

        assertThat(headers).hasSizeGreaterThan(10).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(headers.stream().map(WireHeaders::property))
                .doesNotHaveDuplicates()
                .allMatch(WireHeadersTest::isJavaIdentifier);
    }

    private static List<String> headers() {
        return Arrays.stream(WireHeaders.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .filter(field -> !field.getName().equals("CONTRACT_VERSION"))
                .map(WireHeadersTest::value)
                .toList();
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isJavaIdentifier(String name) {
        return Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
    }

    @Test
    void propertyHasUnderscoresForHyphens() {
        assertThat(WireHeaders.property(WireHeaders.START_BY_MILLIS)).isEqualTo("start_by_millis");
    }
}
