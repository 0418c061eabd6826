resolve() { echo "built:$2/engine/v$ENGINE_VERSION/pulumi"; }
