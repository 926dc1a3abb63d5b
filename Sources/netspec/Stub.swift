import ArgumentParser

struct Train: ParsableCommand { func run() {} }
struct Evaluate: ParsableCommand { func run() {} }
