import Diagnostics

extension Explanation {
    /// Of the data, and what it must have in common with the network.
    static let ofData: [Explanation] = [
        Explanation(
            .dataShape, "`input` is not the shape of the data's pictures",
            "The network gets the pictures as they are after all augmentations: a crop to 28 makes them 28 high and wide.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 28}}]}
                """),
        Explanation(
            .dataClasses, "`classes` is not the number of the data's classes",
            "A data set has labels from 0 to one less than its number of classes, and the network a score for each.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 100
                network: [{linear: {outputs: "${classes}"}}]
                data: {source: cifar10}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: "${classes}"}}]
                data: {source: cifar10}
                """),
        Explanation(
            .impossibleShape, "an augmentation does not suit the pictures",
            "A window cannot be cut out of a picture that is smaller, its padding included.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 40, width: 40}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 40}}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 40, width: 40}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 40, pad: 4}}]}
                """),
        Explanation(
            .normalization, "what is subtracted or divided by cannot be of pixels from 0 to 1",
            """
            Bytes become numbers from 0 to 1 before `normalize` is applied, so a mean is from 0 to 1 and a deviation at most 1. \
            Constants of pixels from 0 to 255, as some write them, are divided by 255.
            """,
            wrong: """
                netspec: 1
                input: {channels: 1, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: mnist, normalize: {mean: [33.3], deviation: [78.6]}}
                """,
            right: """
                netspec: 1
                input: {channels: 1, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: mnist, normalize: {mean: [0.1307], deviation: [0.3081]}}
                """),
        Explanation(
            .heldOut, "too many training pictures are held out, or none",
            """
            What `validation` holds out is not learned from, so some pictures must be left, one of each class at least. Of \
            `mnist` this shows only when the files are read, since any set in the same files is taken.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, validation: 50_000}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, validation: 5_000}
                """),
        Explanation(
            .batchBeyondData, "a step takes more pictures than the set that is learned from",
            "An epoch needs at least one step, `accumulate` batches of pictures that are not held out.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: {synthetic: {train: 1000}}, validation: 0.2}
                train: {epochs: 1, batch: 1000, optimizer: {sgd: {rate: 0.1}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: {synthetic: {train: 1000}}, validation: 0.2}
                train: {epochs: 1, batch: 100, optimizer: {sgd: {rate: 0.1}}}
                """),
        Explanation(
            .phaseSize, "the network does not allow the pictures of a phase",
            """
            Pictures of `train.sizes` go through the same layers with the same weights, so no layer may have weights for each \
            place of the picture, and every window must fit.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 3, batch: 100, optimizer: {sgd: {rate: 0.1}}, sizes: [{until: 2, size: 24}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [global-average-pool, {linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 3, batch: 100, optimizer: {sgd: {rate: 0.1}}, sizes: [{until: 2, size: 24}]}
                """),
        Explanation(
            .phaseOrder, "a phase of `train.sizes` does not end after the one before",
            "Phases are listed in their order, each with its last epoch, counted from 1.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [global-average-pool, {linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 9, optimizer: {sgd: {rate: 0.1}}, sizes: [{until: 4, size: 16}, {until: 4, size: 24}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [global-average-pool, {linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 9, optimizer: {sgd: {rate: 0.1}}, sizes: [{until: 4, size: 16}, {until: 7, size: 24}]}
                """),
    ]
}
