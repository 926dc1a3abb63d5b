void coned_placeholder(void);
