# Interrupted changes with their reasons, because the next run may not be able to end them either.
open_facts() {
  local each
  for each in "$journals"/*; do
    if [ -f "$each/stuck" ] || [ -f "$each/phase-open" ]; then
      say "open ${each##*/} $(cat "$each/stuck" 2>/dev/null || say "it was interrupted")"
    fi
  done
}
