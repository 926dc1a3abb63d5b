void coned_placeholder(void); void coned_placeholder(void) {}
