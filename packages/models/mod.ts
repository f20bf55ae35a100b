/**
 * The model zoo: a configuration in, a `tf.LayersModel` out.
 *
 * @module
 */
export * from "./check_model_config.ts";
export * from "./count_parameters.ts";
export * from "./create_model.ts";
export * from "./model_config.ts";
export * from "./stock_model.ts";
export * from "./keras_weights.ts";
