package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The recipes by their names. */
final class RecipeBook {
  private final Map<String, Recipe<?>> recipes = new LinkedHashMap<>();

  RecipeBook(List<Recipe<?>> all) {
    for (Recipe<?> recipe : all) {
      if (recipes.put(recipe.name(), recipe) != null) {
        throw new IllegalArgumentException("two recipes are called " + recipe.name());
      }
    }
  }

  Set<String> names() {
    return Set.copyOf(recipes.keySet());
  }

  Optional<Recipe<?>> find(String name) {
    return Optional.ofNullable(recipes.get(name));
  }

  /** The recipe of that name; an order for another is refused. */
  Recipe<?> need(String name) {
    return find(name)
        .orElseThrow(() -> {
          String names = "one of " + String.join(", ", recipes.keySet());
          return new RefusedException(new Refusal.Invalid("recipe", OrderCheck.shown(name), names));
        });
  }
}
