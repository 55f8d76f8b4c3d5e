/** How exact an encoder's arithmetic is: as its model was trained, or with products in 8 bits. */
export type Precision = "f32" | "int8";
