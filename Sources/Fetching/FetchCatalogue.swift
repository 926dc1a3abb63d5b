import Datasets
import Recipes

/// Every data set that can be fetched.
///
/// Lengths and SHA-256 sums are those of TensorFlow Datasets' lists (tensorflow/datasets, `tensorflow_datasets/url_checksums`:
/// `cifar10.txt`, `cifar100.txt`, `mnist.txt`, `fashion_mnist.txt`, `svhn_cropped.txt`, `imagenette.txt`). Where these name an address
/// without HTTPS, another of the same file is taken, or the same with it.
package enum FetchCatalogue {
    package static let sets: [FetchableSet] = [
        FetchableSet(
            "cifar10", folder: CIFAR10.folder,
            files: [
                FetchedFile(
                    "cifar-10-binary.tar.gz", at: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
                    byteCount: 170_052_171, sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
            ],
            archive: TarArchive.Limits(byteCount: 200_000_000, entryCount: 100),
            content: .files(CIFAR10.fileLengths.map { [$0.name: $0.byteCount] })),
        FetchableSet(
            "cifar100", folder: CIFAR100.folder,
            files: [
                FetchedFile(
                    "cifar-100-binary.tar.gz", at: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
                    byteCount: 168_513_733, sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")
            ],
            archive: TarArchive.Limits(byteCount: 200_000_000, entryCount: 100),
            content: .files(CIFAR100.fileLengths.map { [$0.name: $0.byteCount] })),
        idxSet(
            "mnist",
            at: [
                "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/",
            ],
            [
                (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ]),
        idxSet(
            "fashion-mnist", at: ["https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"],
            [
                (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            ]),
        FetchableSet(
            "svhn", folder: "svhn", files: svhnFiles,
            content: .files(svhnFiles.map { [$0.name: $0.byteCount] })),
        FetchableSet(
            "imagenette", folder: "imagenette2-160",
            files: [
                FetchedFile(
                    "imagenette2-160.tgz", at: ["https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz"],
                    byteCount: 98_948_031, sha256: "88daccb09b6fce93f45e6c09ddeb269cce705549e6bff322092a2a5a11489863")
            ],
            archive: TarArchive.Limits(byteCount: 400_000_000, entryCount: 40_000),
            // As fast.ai's page counts them: 9,469 pictures to learn from and 3,925 to validate by.
            content: .pictures(["train": 9_469, "val": 3_925]), source: "{folder: imagenette2-160}"),
    ]

    /// Four files, which may lie there compressed, as they come, or not.
    private static func idxSet(
        _ name: String, at folders: [String], _ files: [(byteCount: Int, sha256: String)]
    ) -> FetchableSet {
        let fetched = zip(MNISTFiles.fileLengths, files).map { plain, file in
            FetchedFile(
                "\(plain.name).gz", at: folders.map { "\($0)\(plain.name).gz" }, byteCount: file.byteCount,
                sha256: file.sha256)
        }
        let forms = zip(MNISTFiles.fileLengths, fetched).map { plain, file in
            [file.name: file.byteCount, plain.name: plain.byteCount]
        }
        return FetchableSet(name, folder: name, files: fetched, content: .files(forms))
    }

    private static let svhnFiles = [
        FetchedFile(
            "train_32x32.mat", at: ["https://ufldl.stanford.edu/housenumbers/train_32x32.mat"], byteCount: 182_040_794,
            sha256: "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8"),
        FetchedFile(
            "test_32x32.mat", at: ["https://ufldl.stanford.edu/housenumbers/test_32x32.mat"], byteCount: 64_275_384,
            sha256: "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b"),
    ]
}
