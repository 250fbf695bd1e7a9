/* Moves the reader to what is wrong with the form. */
document.querySelector(".error-summary")?.focus();
